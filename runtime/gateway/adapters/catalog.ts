/**
 * The one list of messengers. Each is loaded when a site names it, and not before. A new one is a folder
 * and a line here, and its form in config/messengers.ts.
 */
import type { MessengerType } from '../../config/messengers.ts';
import type { Messenger } from '../channels/messenger.ts';

export const messengerCatalog: Readonly<Record<MessengerType, () => Promise<Messenger>>> = {
  dingtalk: async () => (await import('./dingtalk/dingtalk.ts')).dingtalk,
  discord: async () => (await import('./discord/discord.ts')).discord,
  email: async () => (await import('./email/email.ts')).email,
  feishu: async () => (await import('./feishu/feishu.ts')).feishu,
  googlechat: async () => (await import('./googlechat/googlechat.ts')).googlechat,
  gotify: async () => (await import('./gotify/gotify.ts')).gotify,
  irc: async () => (await import('./irc/irc.ts')).irc,
  line: async () => (await import('./line/line.ts')).line,
  matrix: async () => (await import('./matrix/matrix.ts')).matrix,
  mattermost: async () => (await import('./mattermost/mattermost.ts')).mattermost,
  mqtt: async () => (await import('./mqtt/mqtt.ts')).mqtt,
  nextcloud: async () => (await import('./nextcloud/nextcloud.ts')).nextcloud,
  ntfy: async () => (await import('./ntfy/ntfy.ts')).ntfy,
  qq: async () => (await import('./qq/qq.ts')).qq,
  rocketchat: async () => (await import('./rocketchat/rocketchat.ts')).rocketchat,
  signal: async () => (await import('./signal/signal.ts')).signal,
  slack: async () => (await import('./slack/slack.ts')).slack,
  teams: async () => (await import('./teams/teams.ts')).teams,
  telegram: async () => (await import('./telegram/telegram.ts')).telegram,
  twilio: async () => (await import('./twilio/twilio.ts')).twilio,
  webex: async () => (await import('./webex/webex.ts')).webex,
  wecom: async () => (await import('./wecom/wecom.ts')).wecom,
  whatsapp: async () => (await import('./whatsapp/whatsapp.ts')).whatsapp,
  xmpp: async () => (await import('./xmpp/xmpp.ts')).xmpp,
  zulip: async () => (await import('./zulip/zulip.ts')).zulip,
};
