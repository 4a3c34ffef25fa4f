/** MQTT topic filters (MQTT 3.1.1 §4.7): which topics one matches, and when one covers another. */

/** `#` stands last and alone in its level, `+` alone in its level (§4.7.1-2, -3). `$` topics belong to the broker. */
export function isTopicFilter(text: string): boolean {
  if (text === '' || text.length > 1_024 || text.startsWith('$') || text.includes('\0'))
    return false;
  const levels = text.split('/');
  return levels.every(
    (level, index) =>
      level === '+' || (level === '#' && index === levels.length - 1) || !/[+#]/.test(level),
  );
}

export function matchesTopic(filter: string, topic: string): boolean {
  return coversFilter(filter, topic);
}

/** Does `granted` match every topic that `asked` matches? A plain topic is a filter too. */
export function coversFilter(granted: string, asked: string): boolean {
  // §4.7.2-1: a wildcard in front never stands for the broker's own topics.
  if (asked.startsWith('$') && /^[+#]/.test(granted)) return false;
  const grantedLevels = granted.split('/');
  const askedLevels = asked.split('/');
  for (const [index, level] of grantedLevels.entries()) {
    if (level === '#') return true;
    const other = askedLevels[index];
    if (other === undefined || other === '#') return false;
    if (level !== '+' && level !== other) return false;
  }
  return grantedLevels.length === askedLevels.length;
}
