/** JSON from strangers: bounded in depth before it is parsed. Its size is bounded where it comes in. */
const MAX_DEPTH = 12;

/** undefined when it is none, or nested too deep. */
export function parseBoundedJson(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

function depthOf(text: string): number {
  let [depth, deepest, isText] = [0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isText && character === '\\') at += 1;
    else if (character === '"') isText = !isText;
    else if (!isText && (character === '{' || character === '[')) depth += 1;
    else if (!isText && (character === '}' || character === ']')) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
