/** What workflows, and what they are made of, may be called. */
import { z } from '../core/schema.ts';

const NAME = /^[a-z][a-z0-9_-]*$/;

export const workflowName = z
  .string()
  .regex(NAME, 'a name has only small letters, digits, _ and -, and begins with a letter')
  .max(48)
  .meta({ examples: ['daily_report'] });
