/** Which files of people are fetched: pictures that can be read, by the type that the platform tells (IANA media types). */
export function isPictureType(type: string | undefined): boolean {
  return type !== undefined && /^image\/(png|jpeg|webp)$/i.test(type);
}
