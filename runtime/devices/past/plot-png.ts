/**
 * SVG → PNG by resvg, in a thread of its own. The only file that knows resvg: a native package of
 * 4 MB that not every board has, and that is loaded when the first picture is asked for.
 */

/** A picture, or undefined on a machine without resvg. @throws Error when the SVG is none */
export async function drawPng(svg: string): Promise<Uint8Array | undefined> {
  const resvg = await import('@resvg/resvg-js').catch(() => undefined);
  const image = await resvg?.renderAsync(svg, {
    font: { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' },
  });
  return image?.asPng();
}
