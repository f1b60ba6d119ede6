// Names the version of junkai: the one in package.json, which a Worker cannot read.
export const version = "0.1.0";
