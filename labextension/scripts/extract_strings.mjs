/**
 * Prints the strings that translators translate, as a gettext template (.pot): those of `trans.__` and its kin in src/, and
 * the titles, descriptions and labels in schema/. `jlpm extract > couture_jupyter.pot`; a call whose text is not written
 * out is an error, because no catalogue can hold it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');

/** For each function of a TranslationBundle: which of its arguments are context, text and plural. */
const FUNCTIONS = {
  __: { text: 0 },
  gettext: { text: 0 },
  _n: { text: 0, plural: 1 },
  ngettext: { text: 0, plural: 1 },
  _p: { context: 0, text: 1 },
  pgettext: { context: 0, text: 1 },
  _np: { context: 0, text: 1, plural: 2 },
  npgettext: { context: 0, text: 1, plural: 2 }
};

/** Which strings of a schema JupyterLab translates, in which context (jupyterlab_server, DEFAULT_SCHEMA_SELECTORS). */
const IN_SCHEMAS = [
  [/^\/(properties|definitions\/.*\/properties)\/.*\/(title|description)$/, 'settings'],
  [/^\/jupyter\.lab\.setting-icon-label$/, 'settings'],
  [/^\/(title|description)$/, 'schema'],
  [/^\/jupyter\.lab\.menus\/.*\/label$/, 'menu'],
  [/^\/jupyter\.lab\.toolbars\/.*\/label$/, 'toolbar']
];

const entries = new Map();
const problems = [];

function add(entry, place) {
  const key = JSON.stringify([entry.context, entry.text]);
  const known = entries.get(key) ?? { ...entry, places: [] };
  if ((known.plural === undefined) !== (entry.plural === undefined)) {
    problems.push(`${place}: "${entry.text}" stands elsewhere with a plural, or without one: a catalogue holds it once`);
  }
  known.places.push(place);
  entries.set(key, known);
}

function* filesIn(folder) {
  for (const each of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, each.name);
    if (each.isDirectory()) {
      yield* filesIn(path);
    } else {
      yield path;
    }
  }
}

/** The text of a literal, also of one that is put together of several; undefined for anything else. */
function literal(node) {
  if (ts.isParenthesizedExpression(node)) {
    return literal(node.expression);
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [literal(node.left), literal(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

function readSource(path) {
  const name = relative(ROOT, path);
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(name, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true, kind);
  const visit = node => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const places = Object.hasOwn(FUNCTIONS, node.expression.name.text) ? FUNCTIONS[node.expression.name.text] : {};
      const found = Object.entries(places).map(([part, index]) => [part, literal(node.arguments[index])]);
      const place = `${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
      if (found.some(([, text]) => text === undefined)) {
        problems.push(`${place}: ${node.getText().slice(0, 100)}`);
      } else if (found.length) {
        add(Object.fromEntries(found), place);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function readSchema(path) {
  const visit = (value, at) => {
    if (typeof value === 'string' && value) {
      const context = IN_SCHEMAS.find(([pattern]) => pattern.test(at))?.[1];
      if (context) {
        add({ context, text: value }, relative(ROOT, path));
      }
    } else if (Array.isArray(value)) {
      value.forEach(each => visit(each, at));
    } else if (value && typeof value === 'object') {
      Object.entries(value).forEach(([key, each]) => visit(each, `${at}/${key}`));
    }
  };
  visit(JSON.parse(readFileSync(path, 'utf8')), '');
}

function printed({ context, text, plural, places }) {
  return [
    `#: ${places.join(' ')}`,
    ...(context === undefined ? [] : [`msgctxt ${JSON.stringify(context)}`]),
    `msgid ${JSON.stringify(text)}`,
    ...(plural === undefined
      ? ['msgstr ""']
      : [`msgid_plural ${JSON.stringify(plural)}`, 'msgstr[0] ""', 'msgstr[1] ""'])
  ].join('\n');
}

for (const path of filesIn(join(ROOT, 'src'))) {
  if (/\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.includes('/testing/') && !path.endsWith('generated.ts')) {
    readSource(path);
  }
}
for (const path of filesIn(join(ROOT, 'schema'))) {
  readSchema(path);
}
if (problems.length) {
  process.stderr.write(`These texts cannot be translated: write each out where it is used.\n${problems.join('\n')}\n`);
  process.exit(1);
}
const HEAD = [
  'msgid ""',
  'msgstr ""',
  '"Project-Id-Version: couture_jupyter\\n"',
  '"MIME-Version: 1.0\\n"',
  '"Content-Type: text/plain; charset=UTF-8\\n"',
  '"Content-Transfer-Encoding: 8bit\\n"',
  '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"'
].join('\n');
process.stdout.write(`${[HEAD, ...[...entries.values()].map(printed)].join('\n\n')}\n`);
