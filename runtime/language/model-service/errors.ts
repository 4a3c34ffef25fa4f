/** What goes wrong with a model service: code → what to do next. None of it keeps the node from answering. */
import type { Refusal } from '../../core/refusal.ts';

export const MODEL_SERVICE_ERRORS = {
  MODEL_SERVICE_DOWN: 'Start it, or correct model_service.endpoint in platform.yaml.',
  MODEL_SERVICE_SLOW: 'Give it more time (model_service.timeout), or a smaller model.',
  MODEL_SERVICE_REFUSED: 'See model_service in platform.yaml: the model name, and the api_key.',
  MODEL_SERVICE_MALFORMED:
    'The service must speak the OpenAI protocol with streaming and tool calls; llama.cpp needs --jinja.',
  MODEL_SERVICE_ENDLESS: 'The model did not come to an end. Ask again in other words.',
  MODEL_SERVICE_TOO_LONG:
    'Raise model_service.max_sequence_length to what the service was started with.',
} as const;

export type ModelServiceCode = keyof typeof MODEL_SERVICE_ERRORS;

export function refuseService(code: ModelServiceCode, message: string): Refusal {
  return { code, message, hint: MODEL_SERVICE_ERRORS[code] };
}
