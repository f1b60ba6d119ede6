// Shows key figures side by side: the number large, its unit small, below it what it is
// compared with.
import type { Child } from "hono/jsx";

export type TileProps = {
  name: string;
  /** A text such as "412 ms", or what stands in its place. */
  figure: Child;
  /** Empty ones are left out. */
  notes: readonly Child[];
};

/** A tile stands in a `dl` of the class tiles. */
export const Tile = ({ name, figure, notes }: TileProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <span class="fig">
        {typeof figure === "string" ? <Figure text={figure} /> : figure}
      </span>
    </dd>
    {notes
      .filter((note) => note !== null && note !== "")
      .map((note) => (
        <dd>{note}</dd>
      ))}
  </div>
);

export const Tiles = ({ tiles }: { tiles: readonly TileProps[] }) => (
  <dl class="tiles">
    {tiles.map((tile) => (
      <Tile {...tile} />
    ))}
  </dl>
);

/** "412 ms", "in 20 s", "99.44 %", "400×". */
const Figure = ({ text }: { text: string }) => {
  const parts = text.split(" ");
  const first = parts.findIndex(isNumber);
  return (
    <>
      {parts.map((part, i) => (
        <>
          {i > 0 && " "}
          {i < first || isNumber(part) ? part : <small>{part}</small>}
        </>
      ))}
    </>
  );
};

const isNumber = (part: string): boolean => /^\+?[\d.,]+×?$/.test(part);
