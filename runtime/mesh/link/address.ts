/** Where a gateway may be found. A hint and never an identity: who answers there has to prove itself. */
export interface Address {
  readonly host: string;
  readonly port: number;
}
