// Holds the shapes that pages draw with `use`, once a page.
export const Sprite = () => (
  <svg width="0" height="0" class="out" aria-hidden="true">
    <defs>
      <symbol id="mark" viewBox="0 0 12 12">
        <circle
          cx="6"
          cy="6"
          r="4.6"
          fill="none"
          stroke="currentColor"
          stroke-width="1.4"
          stroke-dasharray="22 7"
        />
        <circle cx="9.6" cy="3" r="1.7" fill="currentColor" />
      </symbol>
    </defs>
  </svg>
);
