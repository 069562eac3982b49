// Markdown texts as a JSON list on standard input → HTML as a JSON list; a text that does not compile
// gives {"error": …}. Usage: node node.mjs FOLDER_WITH_NODE_MODULES NAME, one of `renderers`
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, name] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const modules = join(folder, "node_modules");
const load = (path) => import(pathToFileURL(join(modules, path)));
const versionOf = (pack) => JSON.parse(readFileSync(join(modules, pack, "package.json"))).version;

const renderers = {
  "markdown-it": async () => {
    const md = require("markdown-it")({ html: true });
    return ["markdown-it", (text) => md.render(text)];
  },
  marked: async () => {
    const { marked } = await load("marked/lib/marked.esm.js");
    return ["marked", (text) => marked.parse(text)];
  },
  // marked as Hexo calls it.
  hexo: async () => {
    const render = require("hexo-renderer-marked/lib/renderer.js");
    const marked = { gfm: true, breaks: true, smartypants: true, modifyAnchors: 0, headerIds: true, external_link: {} };
    const hexo = { config: { marked }, execFilterSync: () => {} };
    return ["hexo-renderer-marked", (text) => render.call(hexo, { text }, {})];
  },
  // Headings of VitePress.
  "mdit-vue": async () => {
    const { slugify } = await load("@mdit-vue/shared/dist/index.js");
    const md = require("markdown-it")({ html: true }).use(require("markdown-it-anchor"), {
      slugify,
      getTokensText: (tokens) => tokens.filter((t) => t.type !== "html_inline").map((t) => t.content).join(""),
    });
    return ["@mdit-vue/shared", (text) => md.render(text)];
  },
  // What Astro and Docusaurus make ids of.
  slugger: async () => {
    const { default: Slugger } = await load("github-slugger/index.js");
    const md = require("markdown-it")({ html: true }).use(require("markdown-it-anchor"), {
      slugify: (words) => words,
      getTokensText: (tokens) => tokens.filter((t) => ["text", "code_inline"].includes(t.type)).map((t) => t.content).join(""),
      // Numbers are the slugger's.
      slugifyWithState: (words, state) => (state.env.slugger ??= new Slugger()).slug(words),
    });
    return ["github-slugger", (text) => md.render(text, {})];
  },
  // Obsidian cannot be run here. This stands for it: what its manual says is markup beyond GFM is.
  obsidian: async () => {
    const md = require("markdown-it")({ html: true }).use(require("markdown-it-mark"));
    md.use(require("markdown-it-footnote"));
    const live = [/^%%.*?%%/, /^!?\[\[.+?\]\]/, /^\$\$.+?\$\$/, /^\$(?! )[^$]*[^ $]\$(?!\d)/, /^#[\w/-]*[A-Za-z_/-][\w/-]*/];
    // markdown-it 14 loses escaped characters in the words of images.
    const words = md.renderer.renderInlineAsText;
    md.renderer.renderInlineAsText = function (tokens, ...rest) {
      return tokens.map((token) => {
        return token.type === "text_special" ? token.content : words.call(this, [token], ...rest);
      }).join("");
    };
    md.inline.ruler.before("escape", "live", (state, silent) => {
      const before = state.src[state.pos - 1] ?? " ";
      const rest = state.src.slice(state.pos);
      const match = live.map((pattern) => rest.match(pattern)).find(Boolean);
      if (!match || (match[0][0] === "#" && !/\s/.test(before))) return false;
      if (!silent) state.push("html_inline", "", 0).content = `<live>${match[0]}</live>`;
      state.pos += match[0].length;
      return true;
    });
    // The text rule must stop where any of these starts.
    md.inline.ruler.at("text", (state, silent) => {
      let end = state.pos;
      while (end < state.posMax && !/[\n!#$%&*+\-:<=>@[\\\]^_`{}~]/.test(state.src[end])) end++;
      if (end === state.pos) return false;
      if (!silent) state.pending += state.src.slice(state.pos, end);
      state.pos = end;
      return true;
    });
    return ["markdown-it", (text) => md.render(text)];
  },
  mdx: async () => {
    const { evaluate } = await load("@mdx-js/mdx/index.js");
    const { default: remarkGfm } = await load("remark-gfm/index.js");
    const runtime = require("react/jsx-runtime");
    const { createElement } = require("react");
    const { renderToStaticMarkup } = require("react-dom/server");
    // React tells developers how attributes are spelt; that is not what is asked here.
    console.error = () => {};
    return ["@mdx-js/mdx", async (text) => {
      const { default: Content } = await evaluate(text, { ...runtime, remarkPlugins: [remarkGfm] });
      // React asks browsers to load images early.
      return renderToStaticMarkup(createElement(Content)).replace(/<link rel="preload"[^>]*>/g, "");
    }];
  },
};

const texts = JSON.parse(readFileSync(0, "utf8"));
const [pack, render] = await renderers[name]();
process.stderr.write(`${pack} ${versionOf(pack)}\n`);
const results = [];
for (const text of texts) {
  try {
    results.push(await render(text));
  } catch (error) {
    results.push({ error: String(error).split("\n")[0] });
  }
}
process.stdout.write(JSON.stringify(results));
