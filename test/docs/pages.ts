/** The pages of `docs/` that are made from the code. `make docs` writes them, a test holds them to it. */
import { alertsPage } from './alerts-page.ts';
import { channelsPage } from './channels-page.ts';
import { configurationPage } from './configuration-page.ts';
import { doctorPage } from './doctor-page.ts';
import { cliPage } from './cli-page.ts';
import { hardwarePage } from './hardware-page.ts';
import { errorsPage } from './errors-page.ts';
import { metricsPage } from './metrics-page.ts';

export const PAGES: readonly { readonly path: string; readonly render: () => Promise<string> }[] = [
  { path: 'docs/alerts.md', render: alertsPage },
  { path: 'docs/channels.md', render: channelsPage },
  { path: 'docs/configuration.md', render: configurationPage },
  { path: 'docs/doctor.md', render: doctorPage },
  { path: 'docs/cli.md', render: cliPage },
  { path: 'docs/errors.md', render: errorsPage },
  { path: 'docs/hardware.md', render: hardwarePage },
  { path: 'docs/metrics.md', render: metricsPage },
];
