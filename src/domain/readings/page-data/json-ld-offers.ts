// Reads offers of JSON-LD: those of the page's first product and its variants.
import { isObject, type Json } from "#domain/json.ts";
import { listOf, termOf, textIn, typesOf } from "./json-ld.ts";
import { chooseOffer, type Offer, readPrice } from "./offer.ts";

/** Offers of a product that are compared. */
const mostOffers = 1_000;

export function offerOfJsonLd(objects: readonly Json[]): Offer | null {
  const products = objects.filter((object) => typesOf(object).some(isProduct));
  const offers =
    firstOffers(products) ?? firstOffers(objects) ?? objects.filter(isOffer).slice(0, 1);
  return chooseOffer(offers.map(toOffer));
}

const isProduct = (type: string): boolean => /^Product(?:Group|Model)?$/.test(type);

const isOffer = (object: Json): boolean =>
  typesOf(object).some((type) => /^(?:Aggregate)?Offer$/.test(type));

/** The offers of the first object that has some. */
function firstOffers(objects: readonly Json[]): Json[] | null {
  for (const object of objects) {
    const variants = listOf(object.hasVariant).filter(isObject);
    const offers = [object, ...variants]
      .flatMap((one) => listOf(one.offers))
      .filter(isObject)
      .slice(0, mostOffers);
    if (offers.length > 0) return offers;
  }
  return null;
}

function toOffer(offer: Json): Offer {
  const specified = listOf(offer.priceSpecification).filter(isObject);
  const inner = listOf(offer.offers).filter(isObject);
  const availability =
    textIn(offer.availability) ?? chooseOffer(inner.map(toInner))?.availability ?? null;
  const from = [offer, ...specified, ...inner];
  return {
    price: firstOf(from, ({ price, lowPrice }) =>
      readPrice(textIn(price) ?? textIn(lowPrice)),
    ),
    currency: firstOf(from, ({ priceCurrency }) => textIn(priceCurrency)),
    availability: availability === null ? null : termOf(availability),
  };
}

/** An offer in an aggregate one. */
const toInner = ({ price, availability }: Json): Offer => ({
  price: readPrice(textIn(price)),
  currency: null,
  availability: textIn(availability),
});

function firstOf<T>(from: readonly Json[], read: (object: Json) => T | null): T | null {
  for (const object of from) {
    const value = read(object);
    if (value !== null) return value;
  }
  return null;
}
