// Gives price, currency and availability of what a page sells, from JSON-LD, microdata and
// OpenGraph, in this order.
import type { ReadValue, ReadValues } from "#domain/conditions/read-value.ts";
import { type Elements, elementsOf, tooLarge } from "#domain/readings/dom/elements.ts";
import { findJsonLd, termOf } from "#domain/readings/page-data/json-ld.ts";
import { offerOfJsonLd } from "#domain/readings/page-data/json-ld-offers.ts";
import { findMetaTags, isMetaTags } from "#domain/readings/page-data/meta-tags.ts";
import { offerOfMicrodata } from "#domain/readings/page-data/microdata-offers.ts";
import { fillOffer, type Offer, readPrice } from "#domain/readings/page-data/offer.ts";
import { nothingFound, type StepKind } from "#domain/readings/step-kind.ts";

export const offers: StepKind<"offers"> = {
  prepare: () => (material, page) => {
    const elements = elementsOf(material, page);
    if (elements.page.isTooLarge) return tooLarge;
    const fields = toFields(findOffer(elements));
    return Object.keys(fields).length === 0 ? nothingFound : { kind: "fields", fields };
  },
  tell: () => "offers",
};

const findOffer = (elements: Elements): Offer =>
  [offerOfMicrodata, offerOfOpenGraph].reduce<Offer>(
    (offer, find) => (isWhole(offer) ? offer : fillOffer(offer, find(elements))),
    fillOffer(offerOfJsonLd(findJsonLd(elements)), null),
  );

const isWhole = (offer: Offer): boolean =>
  Object.values(offer).every((value) => value !== null);

function offerOfOpenGraph(elements: Elements): Offer | null {
  const tags = findMetaTags(elements);
  if (!isMetaTags(tags)) return null;
  const first = (...names: string[]): string | null =>
    names.map((name) => tags.get(name)).find((content) => content !== undefined) ?? null;
  const availability = first("product:availability", "og:availability");
  return {
    price: readPrice(first("product:price:amount", "og:price:amount")),
    currency: first("product:price:currency", "og:price:currency"),
    availability: availability === null ? null : termOf(availability),
  };
}

function toFields({ price, currency, availability }: Offer): ReadValues {
  const fields: Record<string, ReadValue> = {};
  if (price !== null) fields.price = { type: "number", number: price };
  if (currency !== null) fields.currency = { type: "text", text: currency };
  if (availability !== null) fields.availability = { type: "text", text: availability };
  return fields;
}
