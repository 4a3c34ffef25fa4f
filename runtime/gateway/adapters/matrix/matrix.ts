/** Matrix, as the catalogue knows it. */
import { Secret } from '../../../config/secret.ts';
import type { Messenger } from '../../channels/messenger.ts';
import { MatrixAdapter } from './matrix-adapter.ts';

export const matrix: Messenger = {
  open: ({ token = new Secret(''), endpoint = 'https://localhost', options, clock, fetch }) =>
    new MatrixAdapter({ token, endpoint, user: options.text('user') ?? '', clock, fetch }),
};
