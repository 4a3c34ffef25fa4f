/** The one door to zod: what comes from file, wire, chat or model is `unknown` until a schema here made it a type. */
export { z } from 'zod';
