/**
 * A still from a camera of this machine, by the tool that its system brings: rpicam-still or
 * libcamera-still for the ribbon cable, fswebcam or ffmpeg for V4L2. The picture comes on standard
 * output; no shell and no file is between.
 */
import { execFile } from 'node:child_process';
import { errorMessage } from '../../runtime/core/app-error.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { MAX_PICTURE_BYTES } from './picture-limits.ts';

/** Runs a program and resolves with its standard output; with undefined where there is no such program. */
export type RunTool = (
  program: string,
  args: readonly string[],
  signal: AbortSignal,
) => Promise<Uint8Array | undefined>;

interface StillOptions {
  /** `csi`, `csi1`, `/dev/video0` */
  readonly device: string;
  readonly size: readonly [width: number, height: number];
  readonly runTool: RunTool;
}

interface StillTool {
  readonly program: string;
  readonly args: (device: string, width: number, height: number) => readonly string[];
}

/** Raspberry Pi camera software, "rpicam-apps options reference"; libcamera-still is its old name. */
const RIBBON_TOOLS: readonly StillTool[] = ['rpicam-still', 'libcamera-still'].map((program) => ({
  program,
  args: (device, width, height) => [
    ...['--camera', device.slice('csi'.length) || '0', '--nopreview', '--timeout', '500'],
    ...['--width', String(width), '--height', String(height), '--encoding', 'jpg', '--output', '-'],
  ],
}));

/** fswebcam(1): `-` is standard output; the first frames of a webcam are dark, so five are skipped. ffmpeg-devices(1), v4l2. */
const V4L2_TOOLS: readonly StillTool[] = [
  {
    program: 'fswebcam',
    args: (device, width, height) => [
      ...['--quiet', '--device', device, '--resolution', `${String(width)}x${String(height)}`],
      ...['--skip', '5', '--no-banner', '--jpeg', '85', '-'],
    ],
  },
  {
    program: 'ffmpeg',
    args: (device, width, height) => [
      ...['-hide_banner', '-loglevel', 'error', '-f', 'v4l2'],
      ...['-video_size', `${String(width)}x${String(height)}`, '-i', device],
      ...['-vf', 'select=gte(n\\,5)', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'mjpeg', '-'],
    ],
  },
];

/** The first tool that is installed takes the picture; which one that is may change while we run. */
export function takeStill({ device, size: [width, height], runTool }: StillOptions) {
  const tools = device.startsWith('csi') ? RIBBON_TOOLS : V4L2_TOOLS;
  return async (signal: AbortSignal): Promise<{ readonly bytes: Uint8Array }> => {
    for (const { program, args } of tools) {
      const bytes = await runTool(program, args(device, width, height), signal).catch(
        (error: unknown) => complain(error, program, device),
      );
      if (bytes !== undefined) return { bytes };
    }
    const names = tools.map(({ program }) => program).join(' nor ');
    const message = `neither ${names} is installed, and one of them takes the pictures of ${device}`;
    const hint = `Install one with: apt install ${device.startsWith('csi') ? 'rpicam-apps' : 'fswebcam'}`;
    throw new DriverError('DRIVER_NO_PICTURE', message, { hint });
  };
}

function complain(error: unknown, program: string, device: string): never {
  const why = lastLine(errorMessage(error));
  throw new DriverError('DRIVER_NO_PICTURE', `${program} took no picture of ${device}: ${why}`);
}

/** Of what a tool complains, the end is what matters. */
function lastLine(text: string): string {
  return (text.trim().split('\n').at(-1) ?? '').slice(0, 200);
}

export const runStillTool: RunTool = (program, args, signal) =>
  new Promise((resolve, reject) => {
    const limits = { maxBuffer: MAX_PICTURE_BYTES, killSignal: 'SIGKILL', signal } as const;
    execFile(program, args, { ...limits, encoding: 'buffer' }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === 'ENOENT') resolve(undefined);
      else reject(new Error(stderr.toString('utf8') || error.message));
    });
  });
