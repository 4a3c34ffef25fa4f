/** A file that goes with an answer: doors that can, show it. */
export interface Attachment {
  /** `tank-level.png` */
  readonly name: string;
  readonly type: 'image/png' | 'image/jpeg' | 'image/svg+xml';
  readonly base64: string;
  /** What it shows, for whoever cannot see it. */
  readonly alt: string;
}
