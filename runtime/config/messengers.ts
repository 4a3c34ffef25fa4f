/** Every messenger that a site can name, by the `type` it is named with. */
import type { MessengerForm } from './messenger-form.ts';
import { dingtalk } from './messengers/dingtalk.ts';
import { discord } from './messengers/discord.ts';
import { email } from './messengers/email.ts';
import { feishu } from './messengers/feishu.ts';
import { googlechat } from './messengers/googlechat.ts';
import { gotify } from './messengers/gotify.ts';
import { irc } from './messengers/irc.ts';
import { line } from './messengers/line.ts';
import { matrix } from './messengers/matrix.ts';
import { mattermost } from './messengers/mattermost.ts';
import { mqtt } from './messengers/mqtt.ts';
import { nextcloud } from './messengers/nextcloud.ts';
import { ntfy } from './messengers/ntfy.ts';
import { qq } from './messengers/qq.ts';
import { rocketchat } from './messengers/rocketchat.ts';
import { signal } from './messengers/signal.ts';
import { slack } from './messengers/slack.ts';
import { teams } from './messengers/teams.ts';
import { telegram } from './messengers/telegram.ts';
import { twilio } from './messengers/twilio.ts';
import { webex } from './messengers/webex.ts';
import { wecom } from './messengers/wecom.ts';
import { whatsapp } from './messengers/whatsapp.ts';
import { xmpp } from './messengers/xmpp.ts';
import { zulip } from './messengers/zulip.ts';

export const messengerForms = {
  dingtalk,
  discord,
  email,
  feishu,
  googlechat,
  gotify,
  irc,
  line,
  matrix,
  mattermost,
  mqtt,
  nextcloud,
  ntfy,
  qq,
  rocketchat,
  signal,
  slack,
  teams,
  telegram,
  twilio,
  webex,
  wecom,
  whatsapp,
  xmpp,
  zulip,
} as const satisfies Readonly<Record<string, MessengerForm>>;

export type MessengerType = keyof typeof messengerForms;

export const messengerTypes = Object.keys(messengerForms).filter(isMessenger);

export function isMessenger(type: string): type is MessengerType {
  return Object.hasOwn(messengerForms, type);
}

export function messengerFormOf(type: string): MessengerForm | undefined {
  return isMessenger(type) ? messengerForms[type] : undefined;
}
