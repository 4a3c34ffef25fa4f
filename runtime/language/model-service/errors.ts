/** What goes wrong with a model service: code → what to do next. None of it keeps the node from answering. */
import type { Refusal } from '../../core/refusal.ts';

export const MODEL_SERVICE_ERRORS = {
  MODEL_SERVICE_DOWN: 'Start it, or correct model_service.endpoint in platform.yaml.',
  MODEL_SERVICE_SLOW: 'Give it more time (model_service.timeout), or a smaller model.',
  MODEL_SERVICE_REFUSED: 'See model_service in platform.yaml: the model name, and the api_key.',
  MODEL_SERVICE_MALFORMED:
    'The service must speak the OpenAI protocol with streaming and tool calls: llama.cpp with --jinja, vLLM with --enable-auto-tool-choice.',
  MODEL_SERVICE_ENDLESS:
    'Ask again in other words. A model that thinks first needs its thinking switched off.',
  MODEL_SERVICE_TOO_LONG:
    'Raise model_service.max_sequence_length to what the service was started with.',
  MODEL_SERVICE_BUSY: 'Ask again when it has answered.',
  MODEL_SERVICE_SPENT:
    'It is asked again tomorrow; model_service.max_tokens_per_day in platform.yaml raises the limit.',
} as const;

export type ModelServiceCode = keyof typeof MODEL_SERVICE_ERRORS;

/** What happened, for whoever reads Chinese; the details are in the English one. */
const CHINESE: Readonly<Record<ModelServiceCode, string>> = {
  MODEL_SERVICE_DOWN: '连不上语言模型服务',
  MODEL_SERVICE_SLOW: '语言模型没有及时回答',
  MODEL_SERVICE_REFUSED: '语言模型服务拒绝了请求',
  MODEL_SERVICE_MALFORMED: '语言模型服务的回答无法读取',
  MODEL_SERVICE_ENDLESS: '语言模型没有把话说完',
  MODEL_SERVICE_TOO_LONG: '这句话超出了语言模型能接受的长度',
  MODEL_SERVICE_BUSY: '语言模型正忙',
  MODEL_SERVICE_SPENT: '语言模型今天的用量已经用完',
};

export function refuseService(code: ModelServiceCode, message: string): Refusal {
  return { code, message, zh: CHINESE[code], hint: MODEL_SERVICE_ERRORS[code] };
}
