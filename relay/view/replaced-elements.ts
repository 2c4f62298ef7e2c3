/**
 * Replaces elements that no shared page may have, such as fields and frames, by words: the words that a browser would
 * show there, or after one click, because nobody can click here. The result is as untrusted as before.
 */
import { frameWords } from './nested-pages.ts';
import { replaceMedia } from './foreign-media.ts';

/** The content of a parsed page. A name in the page can hide `document.body`, but not this. */
export function contentOf(dirty: Document): { readonly root: Element; readonly body: Element } {
  const read = (name: string): Element => Reflect.get(Document.prototype, name, dirty);
  return { root: read('documentElement'), body: read('body') };
}

/** Changes the page in place. */
export function keepWords(dirty: Document): void {
  const { root } = contentOf(dirty);
  for (const form of root.querySelectorAll('form')) replaceForm(form);
  openShadows(root);
  frameWords(dirty);
  for (const element of root.querySelectorAll('noscript'))
    element.replaceWith(...element.childNodes);
  for (const element of root.querySelectorAll('xmp, listing, plaintext')) {
    element.replaceWith(newElement(element, 'pre', element.textContent));
  }
  for (const list of root.querySelectorAll('datalist')) list.remove();
  for (const field of root.querySelectorAll('input, textarea, select, button')) replaceField(field);
  for (const title of root.querySelectorAll('svg title')) {
    title.parentElement?.setAttribute('aria-label', title.textContent);
  }
  replaceMedia(root);
}

/** An element for the same document as `beside`. */
function newElement(beside: Element, name: string, text = ''): HTMLElement {
  const element = beside.ownerDocument.createElement(name);
  element.textContent = text;
  return element;
}

/** The names of a form's fields may hide its own methods. */
function replaceForm(form: Element): void {
  const block = newElement(form, 'div');
  for (const name of ['id', 'class', 'style', 'dir', 'lang', 'align']) {
    const value = Element.prototype.getAttribute.call(form, name);
    if (value !== null) block.setAttribute(name, value);
  }
  const children: NodeListOf<ChildNode> = Reflect.get(Node.prototype, 'childNodes', form);
  block.append(...children);
  Element.prototype.replaceWith.call(form, block);
}

/** Elements that a browser would give a shadow root. Each is found anew, because they contain each other. */
const MOST_SHADOWS = 500;

function openShadows(root: Element): void {
  for (let count = 0; count < MOST_SHADOWS; count += 1) {
    const template = root.querySelector('template[shadowrootmode]');
    if (!(template instanceof HTMLTemplateElement)) return;
    const host = template.parentElement ?? root;
    const { content } = template;
    template.remove();
    for (const slot of content.querySelectorAll('slot')) {
      const name = slot.getAttribute('name') ?? '';
      const given = [...host.childNodes].filter((child) => slotOf(child) === name);
      slot.replaceWith(...(given.length > 0 ? given : slot.childNodes));
    }
    host.replaceChildren(content);
  }
}

function slotOf(node: Node): string {
  return node instanceof Element ? (node.getAttribute('slot') ?? '') : '';
}

function replaceField(field: Element): void {
  const words = wordsOf(field);
  if (words === '') return field.remove();
  const span = newElement(field, 'span');
  span.className = MARKS.has(words) ? 'shown-tick' : 'shown-field';
  if (field.localName === 'button') span.append(...field.childNodes);
  else span.textContent = words;
  field.replaceWith(span);
}

const MARKS = new Set(['☑', '☐', '◉', '○']);

function wordsOf(field: Element): string {
  const value = field.getAttribute('value') ?? '';
  const hint = field.getAttribute('placeholder') ?? '';
  switch (field.localName) {
    case 'input':
      return inputWords(field, field.getAttribute('type')?.toLowerCase() ?? 'text', value || hint);
    case 'select':
      return [...field.querySelectorAll('option')]
        .map((option) => option.getAttribute('label') ?? option.textContent.trim())
        .join(' / ');
    case 'button':
      return field.textContent.trim() || (field.firstElementChild ? ' ' : '');
    default:
      return field.textContent || hint;
  }
}

function inputWords(input: Element, type: string, words: string): string {
  const isChecked = input.hasAttribute('checked');
  switch (type) {
    case 'checkbox':
      return isChecked ? '☑' : '☐';
    case 'radio':
      return isChecked ? '◉' : '○';
    case 'password':
      return '•'.repeat(words.length);
    case 'image':
      return input.getAttribute('alt') ?? '';
    case 'hidden':
    case 'file':
    case 'color':
      return '';
    default:
      return words;
  }
}
