// Shows a key figure: the number large, its units small.

/** "412 ms", "in 20 s", "99.44 %". */
export const Figure = ({ text }: { text: string }) => {
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

const isNumber = (part: string): boolean => /^\+?[\d.,]+$/.test(part);
