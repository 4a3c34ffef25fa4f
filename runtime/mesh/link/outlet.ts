/** Where messages leave: the connection of a board, or on the gateway's own node the broker itself. */
export interface Outlet {
  /** Resolves when the other side has it (QoS 1), or when it is on its way (QoS 0). Rejects when the connection is gone. */
  publish(
    topic: string,
    payload: Uint8Array,
    options: { readonly qos: 0 | 1; readonly retain: boolean },
  ): Promise<void>;
}
