/** Microsoft Teams, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { placesAt, TeamsAdapter } from './teams-adapter.ts';

export const teams: Messenger = {
  open: ({ token = new Secret(''), endpoint, options, clock, fetch }) =>
    new TeamsAdapter({
      ...{ secret: token, clock, fetch, places: placesAt(endpoint) },
      appId: options.text('app_id') ?? 'unknown',
      tenantId: options.text('tenant_id') ?? 'unknown',
    }),
};
