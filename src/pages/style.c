/* The one style sheet, and the sign of the pages. Calm and wide enough for a phone; system fonts; sizes in rem so that it follows the
   reader's own; light, dark and print. Targets are 44 px high at least; a verdict is never told by its
   colour alone. */
#include "pages/pages.h"

/* clang-format off */
static const char *const style[] = {
":root{color-scheme:light dark;--ground:#f6f5f1;--sheet:#fff;--ink:#1d2a33;--soft:#52616b;--line:#d9d7cf;"
"--accent:#0a5f58;--accent-ink:#fff;--focus:#b45309;--yes:#0b6a46;--yes-sheet:#e7f4ec;--no:#a3262a;--no-sheet:#fbecea;"
"--part:#85500a;--part-sheet:#fdf3df;--unknown:#46566b;--unknown-sheet:#ebeff4}\n"
"@media (prefers-color-scheme:dark){:root{--ground:#12181c;--sheet:#1a2227;--ink:#e9edef;--soft:#a9b6bd;--line:#35424a;"
"--accent:#7fd1c4;--accent-ink:#0c2421;--focus:#fbbf60;--yes:#7fd8a8;--yes-sheet:#14302a;--no:#f5a39d;--no-sheet:#3a1e1f;"
"--part:#f0c477;--part-sheet:#332815;--unknown:#b4c2d3;--unknown-sheet:#212b36}}\n"
"*{box-sizing:border-box}\n"
"html{font-size:106.25%;-webkit-text-size-adjust:100%;text-size-adjust:100%}html.large{font-size:150%}html.large .verdict{padding-left:1.2rem}html.large .sign{position:static;margin-bottom:.5rem}\n"
"body{margin:0;background:var(--ground);color:var(--ink);line-height:1.65;overflow-wrap:anywhere;"
"font-family:system-ui,-apple-system,\"PingFang SC\",\"Hiragino Sans GB\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\"Noto Sans SC\",sans-serif}\n",
".in,main{max-width:42rem;margin:0 auto;padding:0 1.1rem}\n"
"header{border-bottom:1px solid var(--line)}\n"
"header .in{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center}\n"
"header a{white-space:nowrap;display:inline-flex;align-items:center;min-height:3rem;text-decoration:none}\n"
".house{font-weight:700;letter-spacing:.02em;color:var(--ink)}\n"
"nav{display:flex;gap:.3rem;margin-left:auto}nav a{padding:0 .6rem}nav a:last-child{margin-right:-.6rem}\n"
"main{padding-top:1.6rem;padding-bottom:2.5rem}main:focus{outline:none}\n"
"a{color:var(--accent);text-underline-offset:.2em}\n"
"a:focus-visible,input:focus-visible,select:focus-visible,button:focus-visible,summary:focus-visible,pre:focus-visible,.faults:focus-visible"
"{outline:3px solid var(--focus);outline-offset:2px}\n"
".skip{position:absolute;left:-999rem;padding:.7rem 1rem;background:var(--sheet);z-index:1}.skip:focus{left:.5rem;top:.5rem}\n"
"h1{font-size:1.65rem;line-height:1.3;margin:0 0 .6rem;text-wrap:balance;word-break:keep-all}\n"
"h2{font-size:1.15rem;line-height:1.4;margin:0 0 .7rem}h3{font-size:1rem;margin:0 0 .5rem}\n"
"p{margin:0 0 .7rem}.lead{color:var(--soft);margin-bottom:1.6rem}\n"
".small,.hint{font-size:.88rem;color:var(--soft);line-height:1.55}\n",
"form{margin:0}.field{border:0;margin:0 0 1.5rem;padding:0;min-width:0}\n"
"label,legend{display:block;padding:0;font-weight:600;margin-bottom:.3rem}\n"
".hint,.fault{margin:0 0 .4rem}\n"
"input[type=text],input[type=date],input[type=time],select{display:block;width:100%;min-height:3rem;padding:.5rem .8rem;font:inherit;color:inherit;"
"background:var(--sheet);border:1px solid var(--soft);border-radius:.5rem}\n"
"input[type=date],input[type=time]{max-width:14rem}\n"
"input[aria-invalid=true],select[aria-invalid=true]{border:2px solid var(--no)}[aria-invalid=true]>.way{border-color:var(--no)}\n"
".way{display:flex;align-items:flex-start;gap:.7rem;padding:.65rem .8rem;border:1px solid var(--line);border-radius:.5rem;"
"background:var(--sheet);margin-bottom:.5rem;min-height:3rem}\n"
".way:has(input:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}\n"
".way input{flex:none;width:1.35rem;height:1.35rem;margin:.15rem 0 0;accent-color:var(--accent)}\n"
".way label{flex:1;margin:0}.about{display:block;font-weight:400;font-size:.88rem;color:var(--soft);line-height:1.5}\n"
"button{display:block;width:100%;min-height:3.25rem;padding:.6rem 1.2rem;border:0;border-radius:.5rem;background:var(--accent);"
"color:var(--accent-ink);font:inherit;font-size:1.1rem;font-weight:700;cursor:pointer}\n"
"button:hover{filter:brightness(1.08)}\n"
"summary{min-height:3rem;padding:.65rem 0;cursor:pointer;color:var(--accent);font-weight:600}\n"
".more{margin-bottom:1.5rem;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}\n"
".more[open]{padding-bottom:.1rem}\n",
".faults{border:2px solid var(--no);border-radius:.6rem;background:var(--sheet);padding:1rem 1.1rem .4rem;margin-bottom:1.6rem}\n"
".faults h2{color:var(--no)}.faults ul{padding-left:1.2rem;margin:0 0 .6rem}.faults a{color:var(--no);font-weight:600}.faults li{margin-bottom:.45rem}\n"
".fault{color:var(--no);font-weight:600;font-size:.95rem}.fault::before{content:\"! \";font-weight:800}\n"
".choices{list-style:none;padding:0;margin:0 0 .6rem;display:flex;flex-wrap:wrap;gap:.5rem}\n"
".choices a{display:inline-block;min-height:2.8rem;padding:.55rem .9rem;border:1px solid var(--accent);"
"border-radius:2rem;background:var(--sheet);text-decoration:none}\n"
".verdict{position:relative;padding:1.2rem 1.2rem .7rem 4.4rem;border-radius:.8rem;margin-bottom:1.1rem;"
"background:var(--tone-sheet);border:1px solid var(--tone)}\n"
".yes{--tone:var(--yes);--tone-sheet:var(--yes-sheet)}.no{--tone:var(--no);--tone-sheet:var(--no-sheet)}\n"
".part{--tone:var(--part);--tone-sheet:var(--part-sheet)}.unknown{--tone:var(--unknown);--tone-sheet:var(--unknown-sheet)}\n"
".verdict h1{color:var(--tone);margin-bottom:.35rem}.verdict .small{color:var(--ink)}.why{font-size:1.1rem;font-weight:600}\n"
".sign{position:absolute;left:1.1rem;top:1.15rem;width:2.4rem;height:2.4rem;margin:0;border-radius:50%;background:var(--tone);"
"color:var(--ground);font-size:1.35rem;font-weight:800;line-height:2.4rem;text-align:center}\n",
"section,.repeat,.again{margin-bottom:1.9rem}\n"
"section.verdict{margin-bottom:1.1rem}\n"
".asked{margin-bottom:.4rem}.assumed{margin-bottom:1.9rem}.tag{display:inline-block;font-size:.8rem;color:var(--soft);border:1px solid var(--line);"
"border-radius:.3rem;padding:0 .4rem;margin-right:.3rem;line-height:1.5}\n"
".next{padding:0;list-style:none}.next li{padding:.7rem .9rem;background:var(--sheet);border-left:4px solid var(--accent);"
"border-radius:.3rem;margin-bottom:.5rem}\n"
".try{display:inline-block;padding:.25rem 0;font-weight:600}\n"
".failed,.missing{padding-left:1.3rem;margin:0}.failed li,.missing li{margin-bottom:.3rem}\n"
".shares{margin:0;background:var(--sheet);border:1px solid var(--line);border-radius:.6rem}\n"
".shares div{display:flex;justify-content:space-between;gap:1rem;padding:.6rem .9rem;border-bottom:1px solid var(--line)}\n"
".shares div:last-child{border-bottom:0}.shares dd{margin:0;white-space:nowrap;font-variant-numeric:tabular-nums;font-weight:600}\n"
".rows{list-style:none;padding:0;margin:0;background:var(--sheet);border:1px solid var(--line);border-radius:.6rem}\n"
".rows>li{padding:.75rem .95rem .55rem;border-bottom:1px solid var(--line)}.rows>li:last-child{border-bottom:0}\n"
".rows p{margin:0 0 .2rem}.notes ol{padding-left:1.3rem;margin:0}.notes li{margin-bottom:.5rem}\n"
"cite{font-style:normal}.day{white-space:nowrap}\n"
".doubt{color:var(--part);font-weight:600}\n",
".conflict{background:var(--sheet);border:1px solid var(--line);border-radius:.6rem;padding:.95rem .95rem .35rem;margin-bottom:.7rem}\n"
".says{padding-left:1.2rem;margin:0 0 .7rem}.says li{margin-bottom:.4rem}\n"
"code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,\"Noto Sans Mono\",monospace;font-size:.86em}\n"
"pre{margin:0 0 .7rem;padding:.8rem;background:var(--sheet);border:1px solid var(--line);border-radius:.5rem;white-space:pre-wrap;overflow-wrap:anywhere}\n"
".link{padding:.7rem .9rem;background:var(--sheet);border:1px dashed var(--soft);border-radius:.5rem}\n"
".repeat,.again{border-top:1px solid var(--line)}.again form{padding-top:.6rem}\n"
".again{margin-bottom:0}\n"
".way label::first-letter,.about::first-letter,.asked::first-letter,.rule::first-letter,.next li::first-letter,.failed li::first-letter,"
".missing li::first-letter{text-transform:uppercase}\n"
"footer{border-top:1px solid var(--line);font-size:.88rem;color:var(--soft)}footer .in{padding-top:1rem;padding-bottom:1.5rem}\n"
"@media (min-width:48rem){h1{font-size:1.9rem}button{width:auto;min-width:14rem}}\n"
"@media print{:root{--ground:#fff;--sheet:#fff;--ink:#000;--soft:#333;--line:#999;--accent:#000}"
"body{font-size:11pt}nav,.skip,.again,.repeat,.try,.notes{display:none}"
".rows>li,.conflict,.verdict{break-inside:avoid}.verdict{background:none}.sign{color:#fff;print-color-adjust:exact}}\n",
NULL,
};
/* Two rings, one in the other. */
static const char *const icon[] = {
"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"7\" fill=\"#0a5f58\"/>"
"<g fill=\"none\" stroke=\"#fff\" stroke-width=\"2.6\"><circle cx=\"12.5\" cy=\"16\" r=\"6.5\"/>"
"<circle cx=\"19.5\" cy=\"16\" r=\"6.5\"/></g></svg>\n",
NULL,
};
/* clang-format on */

const char *const *gj_page_style(void)
{
    return style;
}

const char *const *gj_page_icon(void)
{
    return icon;
}
