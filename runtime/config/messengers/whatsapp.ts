import type { MessengerForm } from '../messenger-form.ts';

const DASHBOARD = 'Meta App Dashboard (developers.facebook.com/apps), your app';

export const whatsapp: MessengerForm = {
  title: 'WhatsApp (Cloud API)',
  isExperimental: true,
  token: {
    help: 'The permanent access token of a system user, with whatsapp_business_messaging and whatsapp_business_management',
    where: 'Meta Business Suite, Settings, Users, System users, Generate token: expiration “never”',
  },
  endpoint: { help: 'Another server than that of Meta', default: 'https://graph.facebook.com' },
  untested:
    'the app_secret and the verify_token: they show when Meta tries the webhook, and when somebody writes',
  options: {
    phone_number_id: {
      ...{ kind: 'text', isRequired: true },
      help: 'The id of the business phone number: not the number itself',
      where: `${DASHBOARD}, WhatsApp, API Setup`,
    },
    app_secret: {
      ...{ kind: 'secret', isRequired: true, help: 'What Meta signs its posts with' },
      where: `${DASHBOARD}, App settings, Basic, App secret`,
    },
    verify_token: {
      ...{ kind: 'secret', isRequired: true },
      help: 'Any long text that you make up: Meta says it when it tries the webhook',
      where: `Give the same one in ${DASHBOARD}, WhatsApp, Configuration, Verify token`,
    },
    api_version: {
      kind: 'text',
      help: 'The version of the Graph API, as v25.0 (default): Meta ends each after about two years',
    },
  },
};
