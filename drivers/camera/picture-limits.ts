/** Twice what the best stills of a 12-megapixel module weigh. */
export const MAX_PICTURE_BYTES = 8 * 1024 * 1024;
