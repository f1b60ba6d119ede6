// Styles the API reference with system fonts, light and dark, on paper and on phones
// from 360 px.
export const apiReferenceStyle = `
:root {
  color-scheme: light dark;
  --ground: #fff; --panel: #f5f6f8; --line: #dadde3; --ink: #1b1f27; --dim: #5a6270; --link: #0b57b7; --alert: #a8321a;
  --get: #0b6b45; --post: #0b57b7; --put: #8a5300; --patch: #7a3fa8; --delete: #a8321a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --panel: #1d2128; --line: #343a45; --ink: #e4e7ec; --dim: #a0a8b5; --link: #86b7ff; --alert: #ff9d85;
    --get: #6fd3a4; --post: #86b7ff; --put: #f0b75e; --patch: #cf9ff5; --delete: #ff9d85;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
header, .columns { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
header { padding-block: 1.5rem .5rem; }
main, header p { max-width: 52rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0 0 .5rem; }
h1 { font-size: 1.9rem; }
h2 { font-size: 1.45rem; margin-top: 3rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.15rem; }
h4 { font-size: 1rem; margin-top: 1.5rem; }
main > section:first-child h2 { margin-top: 1rem; }
small { font-size: .75em; font-weight: 400; color: var(--dim); }
p { margin: 0 0 .6rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: 0 0 1rem; padding: .75rem 1rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; }
figure { margin: 0; } figcaption { margin-bottom: .3rem; }
.curl { user-select: all; }
.dim, .note { color: var(--dim); }
.required { color: var(--alert); font-size: .8rem; font-weight: 400; }
.status { font: 600 .9rem/1.5 ui-monospace, Menlo, Consolas, monospace; }
.method { display: inline-block; font: 700 .72rem/1.4 ui-monospace, Menlo, Consolas, monospace; padding: 0 .4em; border: 1px solid; border-radius: 4px; }
.get, .head, .options { color: var(--get); } .post { color: var(--post); } .put { color: var(--put); }
.patch { color: var(--patch); } .delete { color: var(--delete); }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .25rem; }

nav { font-size: .9rem; padding: .5rem 0; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav > details > ul > li { margin-top: .6rem; font-weight: 600; }
nav li li { font-weight: 400; padding: .1rem 0 .1rem 3.6rem; }
nav li li .method { width: 3.3rem; margin-left: -3.6rem; padding: 0; border: 0; font-size: .68rem; text-align: right; margin-right: .1rem; }
nav a { color: inherit; text-decoration: none; } nav a:hover, h3 a:hover { text-decoration: underline; }
summary { cursor: pointer; }
nav summary { font-weight: 600; }

article, .problem { padding-top: 1.75rem; }
article + article { margin-top: 2rem; border-top: 1px solid var(--line); }
h3 a { color: inherit; text-decoration: none; }
.route code { font-size: .95rem; }
table { width: 100%; border-collapse: collapse; margin-bottom: 1rem; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--dim); font-size: .8rem; }
tbody th { width: 32%; } td:nth-child(2) { width: 20%; }
td p { margin: 0 0 .2rem; }
.note { display: inline-block; font-size: .85rem; margin-right: .8rem; }
tbody th code { font-weight: 600; } tbody th .dim { font-weight: 400; }
.note code { color: var(--ink); background: var(--panel); padding: 0 .25em; border-radius: 3px; }
.variant th { color: var(--dim); font-size: .85rem; font-weight: 600; padding-top: .9rem; }
.response { margin: 0; padding: .35rem 0; }
.response[open] > summary { margin-bottom: .6rem; }
.errors { list-style: none; margin: 0; padding: 0; }
.errors li { padding: .2rem 0; }
:target > h3 { background: linear-gradient(var(--link), var(--link)) no-repeat 0 100% / 3rem 2px; padding-bottom: .25rem; }

@media (min-width: 60rem) {
  .columns { display: grid; grid-template-columns: 17rem minmax(0, 1fr); gap: 3rem; }
  nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; align-self: start; padding-block: 1rem; }
  @supports selector(::details-content) {
    nav summary { display: none; }
    nav ::details-content { content-visibility: visible; }
  }
}
@media (max-width: 40rem) {
  nav { padding: .5rem .75rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
  thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; }
  table, tbody, tr, th, td { display: block; }
  tbody th, td, td:nth-child(2) { width: auto; padding: 0; border: 0; }
  tbody th, td:nth-child(2) { display: inline; margin-right: .6rem; }
  tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
}
@media print {
  nav { display: none; } .columns { display: block; }
  body { font-size: 10.5pt; }
  h2, h3, h4, .route { break-after: avoid; } tr, .problem { break-inside: avoid; }
  details::details-content { content-visibility: visible; }
}
`;
