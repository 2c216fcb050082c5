/** Wide and high, in pixels at least: sharp on paper up to 10 cm at 300 dpi. */
const PNG_PIXELS = 1200;

/** The drawing as a file of its own, of the size of a postcard's half. */
export function svgOf(drawn: SVGSVGElement): string {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  copy.removeAttribute('class');
  copy.setAttribute('width', '70mm');
  copy.setAttribute('height', '70mm');
  return new XMLSerializer().serializeToString(copy);
}

/** The drawing in black and white pixels, each module of the code as many whole pixels as the others. */
export async function pngOf(drawn: SVGSVGElement): Promise<Blob> {
  const modules = drawn.viewBox.baseVal.width;
  const scale = Math.ceil(PNG_PIXELS / modules);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = modules * scale;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws no pictures.');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.fillStyle = '#000';
  context.fill(new Path2D(drawn.querySelector('path')?.getAttribute('d') ?? ''));
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('This browser makes no PNG files.');
  return blob;
}
