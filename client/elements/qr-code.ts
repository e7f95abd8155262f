import { LitElement, css, html, nothing, svg } from 'lit';
import { encode } from 'uqr';

/** Light modules around the code; scanners need four (ISO/IEC 18004, 6.3.8). */
const QUIET_ZONE = 4;

/** A text as a QR code, always dark on light: scanners do not read it the other way round. */
export class QrCode extends LitElement {
  static override properties = { text: {}, label: {} };
  static override styles = css`
    :host {
      display: block;
    }
    svg {
      display: block;
      width: 100%;
      height: auto;
      border-radius: var(--radius);
      forced-color-adjust: none;
    }
  `;

  declare text: string;
  declare label: string;

  constructor() {
    super();
    this.text = '';
    this.label = '';
  }

  protected override render(): unknown {
    if (this.text === '') return nothing;
    const { data, size } = encode(this.text, { ecc: 'M', border: QUIET_ZONE });
    let path = '';
    data.forEach((row, y) => {
      row.forEach((dark, x) => {
        if (dark) path += `M${String(x)} ${String(y)}h1v1h-1z`;
      });
    });
    return html`<svg
      viewBox="0 0 ${size} ${size}"
      shape-rendering="crispEdges"
      role="img"
      aria-label=${this.label}
    >
      ${svg`<path fill="#fff" d="M0 0h${size}v${size}H0z" /><path fill="#111" d=${path} />`}
    </svg>`;
  }
}

customElements.define('alcove-qr', QrCode);
