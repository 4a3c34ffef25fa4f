/** Everything about devices.yaml that needs the whole site at hand: each check tells all it finds. */
import { checkNames } from './check-names.ts';
import { checkParts } from './check-parts.ts';
import { checkProperties } from './check-properties.ts';
import { checkRegulators } from './check-regulators.ts';
import { checkRules } from './check-rules.ts';
import type { SiteContext } from './site-context.ts';

export function checkSite(context: SiteContext): void {
  checkParts(context);
  checkProperties(context);
  checkRules(context);
  checkRegulators(context);
  checkNames(context);
}
