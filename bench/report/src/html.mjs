// Markup in which every text is escaped, unless it is markup itself.

class Markup {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function written(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(written).join("");
  if (value === null || value === undefined || value === false) return "";
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

// The tag of a template: html`<p>${text}</p>`. Attributes must stand in double quotes.
export function html(strings, ...values) {
  return new Markup(strings.reduce((text, next, i) => text + written(values[i - 1]) + next));
}

// For what is known to be markup.
export const raw = (text) => new Markup(text);

// JSON for a <script type="application/json">: without a "<" nothing in it can end the element or open a
// comment.
export const embeddedJson = (value) => raw(JSON.stringify(value).replaceAll("<", "\\u003c"));

// A program for a <script>. "</script" and "<!--" can stand only in its strings, patterns and comments,
// where "\x3c" and "<" are the same character. (A comment may say what it likes.)
export const embeddedScript = (source) => raw(source.replace(/<(?=\/script|!--)/gi, "\\x3c"));
