/** The little that this page needs to make and find elements. Text only ever becomes text nodes: there is no way in for HTML. */

type Attributes = Readonly<Record<string, string>>;

const SVG = 'http://www.w3.org/2000/svg';

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export function button(
  attributes: Attributes,
  label: string,
  onPress: () => void,
): HTMLButtonElement {
  const node = element('button', { type: 'button', ...attributes }, label);
  node.addEventListener('click', onPress);
  return node;
}

/** A picture of `icons.svg`; decoration, so hidden from screen readers. */
export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** An element of `index.html`; its absence is a mistake in this page. */
export function find<Kind extends Element>(id: string, kind: abstract new () => Kind): Kind {
  const node = document.getElementById(id);
  if (node instanceof kind) return node;
  throw new Error(`index.html has no ${kind.name} #${id}`);
}
