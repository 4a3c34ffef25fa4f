/** What is sent (developer.work.weixin.qq.com/document/path/101138): Markdown, for `aibot_send_msg` knows no plain text. */
import type { Outgoing } from '../../channels/channel-adapter.ts';

export interface WecomMessage {
  readonly chatid: string;
  readonly msgtype: 'markdown';
  readonly markdown: { readonly content: string };
}

export function renderMessage({ chat, text }: Pick<Outgoing, 'chat' | 'text'>): WecomMessage {
  return { chatid: chat, msgtype: 'markdown', markdown: { content: callingNobody(text) } };
}

/**
 * `<@userid>` calls somebody in what the robots of groups write (群机器人配置说明). Whether it does in what a bot
 * like this one writes no page says; it is made harmless, for it may stand in what somebody else said.
 */
function callingNobody(text: string): string {
  return text.replaceAll('<@', '<\u200b@');
}
