/** Memory disks for Linux: archives of the form "newc"; several of them in one file are unpacked one over the other. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

export function packDirectory(directory: string, file: string): void {
  const pack = 'find . | cpio --create --format=newc --owner=0:0 --quiet > "$0"';
  execFileSync('sh', ['-c', pack, file], { cwd: directory });
}

/** One disk of several. Their sizes are multiples of 512, as the kernel wants them. */
export function joinImages(images: readonly string[], file: string): void {
  writeFileSync(file, Buffer.concat(images.map((image) => readFileSync(image))));
}
