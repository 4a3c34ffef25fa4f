/** Doctor: can other boards join? Where nobody chose the port, the node runs on without it, and only this says so. */
import type { DoctorCheck } from '../../core/doctor-check.ts';

export interface BrokerCheckParts {
  /** HOST:PORT; undefined while the broker does not listen. */
  readonly address: () => string | undefined;
}

export function brokerCheck({ address }: BrokerCheckParts): DoctorCheck {
  return {
    code: 'broker',
    question: 'Can other boards join?',
    look: () => {
      const where = address();
      if (where !== undefined)
        return Promise.resolve({ verdict: 'ok', text: `they join at ${where}` });
      return Promise.resolve({
        verdict: 'warn',
        text: 'the broker does not listen: another program has its port',
        fix: 'Stop that program, or start this node with a port of its own: boardtalk up --mqtt 127.0.0.1:1884',
      });
    },
  };
}
