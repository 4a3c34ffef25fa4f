/** Is this address on the machine itself? Decides what may be served without encryption. */

/** 127.0.0.0/8 and ::1 (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3), also as `::ffff:127.0.0.1`. */
export function isLoopback(address: string): boolean {
  return (
    address === 'localhost' || address === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address)
  );
}
