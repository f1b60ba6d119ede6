// Lays out a table of rows that become cards on narrow screens.
import type { Child } from "hono/jsx";

type TableProps = {
  caption: string;
  /** The names of the columns: first those of texts, then those of figures. */
  texts: readonly string[];
  figures?: readonly string[];
  children?: Child;
};

export const RowsTable = ({ caption, texts, figures = [], children }: TableProps) => (
  <table class="rows">
    <caption>{caption}</caption>
    <thead>
      <tr>
        {texts.map((name) => (
          <th scope="col">{name}</th>
        ))}
        {figures.map((name) => (
          <th scope="col" class="n">
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);
