// Tests what is read of offers: from JSON-LD, microdata and OpenGraph, as shops write them.
import { describe, expect, it } from "vitest";
import { offers } from "#domain/readings/kinds/offers.ts";
import { pageOf, takeStep, told } from "#test/fixtures/readings/take-step.ts";

const read = (html: string) => told(takeStep(offers, { offers: true }, pageOf(html)));

const ld = (json: unknown) =>
  `<script type="application/ld+json">${typeof json === "string" ? json : JSON.stringify(json)}</script>`;

const offer = (price: unknown, availability?: string) => ({
  "@type": "Offer",
  price,
  priceCurrency: "EUR",
  ...(availability && { availability }),
});

const whole = "price: 12.5\ncurrency: EUR\navailability: InStock";

describe("offers", () => {
  it.each<[string, unknown, string]>([
    [
      "of a product",
      { "@type": "Product", offers: offer("12.50", "https://schema.org/InStock") },
      whole,
    ],
    [
      "in a graph",
      {
        "@graph": [
          { "@type": "WebPage" },
          {
            "@type": ["Thing", "http://schema.org/Product"],
            offers: [offer(12.5, "InStock")],
          },
        ],
      },
      whole,
    ],
    [
      "of the page's product, not of those beside it",
      [
        {
          "@type": "Product",
          isRelatedTo: { "@type": "Product", offers: offer(1) },
          offers: offer(12.5, "schema:InStock"),
        },
        { "@type": "Product", offers: offer(2) },
      ],
      whole,
    ],
    [
      "of which the cheapest one in stock counts",
      {
        "@type": "Product",
        offers: [
          offer(10, "http://schema.org/OutOfStock"),
          offer(20, "InStock"),
          offer("12,50", "InStock"),
        ],
      },
      whole,
    ],
    [
      "in any order",
      {
        "@type": "Product",
        offers: [offer(12.5, "SoldOut"), offer(13, "SoldOut")].reverse(),
      },
      "price: 12.5\ncurrency: EUR\navailability: SoldOut",
    ],
    [
      "of variants",
      {
        "@type": "ProductGroup",
        hasVariant: [
          { "@type": "Product", offers: offer(12.5, "InStock") },
          { offers: offer(14, "InStock") },
        ],
      },
      whole,
    ],
    [
      "taken together",
      {
        "@type": "Product",
        offers: {
          "@type": "AggregateOffer",
          lowPrice: "12.5",
          highPrice: 20,
          priceCurrency: "EUR",
          offers: [{ price: 12.5, availability: "InStock" }],
        },
      },
      whole,
    ],
    [
      "with a specified price",
      {
        "@type": "Product",
        offers: {
          priceSpecification: [{ price: "12.5", priceCurrency: "EUR" }],
          availability: "InStock",
        },
      },
      whole,
    ],
    ["without a product", offer("12.5", "InStock"), whole],
    ["of something else", { "@type": "Event", offers: offer(12.5, "InStock") }, whole],
    [
      "without a price",
      { "@type": "Product", offers: { availability: "https://schema.org/OutOfStock" } },
      "availability: OutOfStock",
    ],
    ["that cost nothing", { "@type": "Product", offers: { price: 0 } }, "price: 0"],
    [
      "as people write prices",
      { "@type": "Product", offers: { price: "1.299,00 €" } },
      "price: 1299",
    ],
    [
      "with a price that is none",
      { "@type": "Product", offers: { price: "on request" } },
      "(found nothing)",
    ],
  ])("in JSON-LD %s are read", (_, json, expected) => {
    expect(read(ld(json))).toBe(expected);
  });

  it.each([
    ["comments around it", '<!-- {"@type": "Offer", "price": 3} -->'],
    ["CDATA around it", '//<![CDATA[\n{"@type": "Offer", "price": 3}\n//]]>'],
    ["a line end in a text", '{"@type": "Offer", "name": "a\nb", "price": 3}'],
    ["commas too many", '{"@type": "Offer", "price": 3, }'],
    ["a semicolon", '{"@type": "Offer", "price": 3};'],
  ])("in JSON-LD with %s are read", (_, json) => {
    expect(read(ld(json))).toBe("price: 3");
  });

  it("in JSON-LD that is broken are passed over", () => {
    expect(read(ld('{"@type": "Offer", "price": ') + ld(offer(3)))).toBe(
      "price: 3\ncurrency: EUR",
    );
  });

  it("in microdata are read", () => {
    const html = `<div itemscope itemtype="https://schema.org/Product">
      <div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
        <span itemprop="priceCurrency" content="EUR">€</span>
        <span itemprop="price" content="12.50">12,50</span>
        <link itemprop="availability" href="https://schema.org/InStock"></div></div>`;
    expect(read(html)).toBe(whole);
  });

  it("in microdata are read of texts, and without a scope", () => {
    expect(read("<b itemprop=price>1.299,00</b> <i itemprop=priceCurrency>EUR</i>")).toBe(
      "price: 1299\ncurrency: EUR",
    );
  });

  it("in microdata taken together have the lowest price", () => {
    const html = `<div itemprop="offers" itemtype="http://schema.org/AggregateOffer">
      <span itemprop="lowPrice">12.5</span><span itemprop="highPrice">20</span></div>`;
    expect(read(html)).toBe("price: 12.5");
  });

  it("in OpenGraph fill in what is missing elsewhere", () => {
    const html = `<meta property="product:price:amount" content="99">
      <meta property="product:price:currency" content="EUR">
      <meta property="product:availability" content="in stock">`;
    expect(read(html)).toBe("price: 99\ncurrency: EUR\navailability: in stock");
    expect(read(html + ld({ "@type": "Offer", price: 12.5 }))).toBe(
      "price: 12.5\ncurrency: EUR\navailability: in stock",
    );
  });

  it("that are not there are not found", () => {
    expect(read("<p>12 €</p>")).toBe("(found nothing)");
  });
});
