/** What of `zulip-js` 2.1 is used here: it brings no types. */
declare module 'zulip-js' {
  type Answer = Promise<Readonly<Record<string, unknown>>>;
  type Params = Readonly<Record<string, unknown>>;

  function zulip(config: {
    readonly username: string;
    readonly apiKey: string;
    readonly realm: string;
  }): Promise<{
    readonly users: { readonly me: { getProfile(): Answer } };
    readonly queues: { register(params: Params): Answer };
    readonly events: { retrieve(params: Params): Answer };
    readonly typing: { send(params: Params): Answer };
    readonly messages: {
      send(params: Params): Answer;
      update(params: Params): Answer;
      retrieve(params: Params): Answer;
    };
    callEndpoint(endpoint: string, method: 'GET'): Answer;
  }>;

  export { zulip as default };
}
