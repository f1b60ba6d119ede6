// Renders the fields of how a site is crawled.
import { Area, Box, type Filled, Line, Select } from "./controls.tsx";

const mono = { class: "mono" };
const numeric = { inputmode: "numeric" };

export const CrawlFields = ({ form }: { form: Filled }) => {
  const { hints, scopes, queries } = form.viewer.words.editor;
  return (
    <>
      <Select form={form} name="scope" choices={scopes} />
      <div class="two even">
        <Area form={form} name="include" hint={hints.patterns} rows={3} />
        <Area form={form} name="exclude" hint={hints.patterns} rows={3} />
      </div>
      <div class="three">
        <Line form={form} name="maxPages" input={numeric} />
        <Line form={form} name="maxDepth" hint={hints.maxDepth} input={numeric} />
        <Line form={form} name="delay" hint={hints.delay} input={mono} />
      </div>
      <Line form={form} name="contentTypes" hint={hints.contentTypes} />
      <div class="two even">
        <Select form={form} name="query" choices={queries} />
        <Line
          form={form}
          name="maxQueryVariants"
          hint={hints.maxQueryVariants}
          input={numeric}
        />
      </div>
      <div class="for-list">
        <Area form={form} name="queryKept" hint={hints.queryKept} rows={3} />
      </div>
      <div class="two even">
        <Box form={form} name="sitemaps" />
        <Box form={form} name="feeds" />
        <Box form={form} name="images" />
        <Box form={form} name="robots" hint={hints.robots} />
      </div>
    </>
  );
};
