// What TypeDoc cannot find out by itself: how documents are called, which belong together, and what is described with what it is in.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Comment, Converter, KindRouter, PageEvent, ReflectionKind } from 'typedoc';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The parts of the navigation, and which documents are in each, by the path of the file. The first one that fits. */
const parts = [
  ['Guides', /^docs\/(?!behaviour|errors|reliability|performance)/],
  ['Facts', /^docs\/|^(?:SECURITY|PROVENANCE|CHANGELOG)\.md$/],
  ['Examples', /^examples\//],
  ['Working on imnxport', /./],
];

/** The modules by the names under which they are imported, and what is in them. */
const modules = {
  index: ['imnxport', 'Posting, and COM objects that go both ways between JavaScript and native code.'],
  testing: ['imnxport/testing', 'A server to post to, for tests.'],
  conformance: ['imnxport/conformance', 'The conformance kit, for tests of other transports.'],
};

/** A fenced block without a language is no program: it stays as it is. */
const plainly = (content) => {
  for (const part of content) if (part.kind === 'code') part.text = part.text.replace(/^```\n/, '```text\n');
};

/** The path of a document in the checkout: `docs/errors.md`. */
const pathOf = (document) =>
  path.relative(root, document.project.files.getReflectionPath(document)).split(path.sep).join('/');

/** Pages of documents are called after their files, a README after its folder: their titles may change. */
class SiteRouter extends KindRouter {
  getIdealBaseName(reflection) {
    if (!reflection.isDocument()) return super.getIdealBaseName(reflection);
    const { dir, name } = path.posix.parse(pathOf(reflection));
    const called = name === 'README' ? dir.replace('examples/', 'example-') : name.toLowerCase();
    return `documents/${called}`;
  }
}

/** Whether it is in a type that has no name of its own. */
const isInLiteral = ({ parent }) =>
  parent !== undefined && (parent.kindOf(ReflectionKind.TypeLiteral) || isInLiteral(parent));

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.renderer.defineRouter('site', SiteRouter);

  // Links of the head are written as they are configured, which only fits pages in the root.
  app.renderer.on(PageEvent.END, (page) => {
    const up = '../'.repeat(page.url.split('/').length - 1);
    page.contents = page.contents.replaceAll('href="cpp/', `href="${up}cpp/`);
  });

  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    document.frontmatter.category = parts.find(([, pattern]) => pattern.test(pathOf(document)))[0];
    plainly(document.content);
    const [first] = document.content;
    document.name = /^# +(.+)$/m.exec(first.text)?.[1] ?? document.name;
  });

  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    plainly(project.readme);
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      const [name, about] = modules[module.name];
      module.name = name;
      module.comment = new Comment([{ kind: 'text', text: about }]);
    }
  });

  // Members of a type without a name are described by what has that type.
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    const kinds = ReflectionKind.Property | ReflectionKind.Method;
    const members = project
      .getReflectionsByKind(kinds)
      .filter((one) => isInLiteral(one) && !one.hasComment())
      .flatMap((one) => (one.signatures ?? [one]).filter((each) => !each.hasComment()));
    app.options.setValue('intentionallyNotDocumented', [
      ...new Set(members.map((one) => one.getFriendlyFullName())),
    ]);
  });
}
