/** The smallest parts of a StUF message. */

/** An entity with its type, around what is already written. */
export function entity(name: string, type: string, content: string): string {
  return `<${name} StUF:entiteittype="${type}">${content}</${name}>`;
}

/** An element around text. */
export function element(name: string, text: string): string {
  const escaped = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<${name}>${escaped}</${name}>`;
}

/** A day `YYYY-MM-DD` as StUF writes it. */
export function digits(day: string): string {
  return day.replaceAll('-', '');
}

/** Extra elements: what parties agree on beside the standard. Nothing where there are none. */
export function extraElements(values: Readonly<Record<string, string | undefined>>): string {
  const elements = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [element('StUF:extraElement', value).replace('>', ` naam="${name}">`)],
  );
  return elements.length === 0 ? '' : `<StUF:extraElementen>${elements.join('')}</StUF:extraElementen>`;
}
