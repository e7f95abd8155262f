/** Every frame has one of two sizes, so that sizes tell an onlooker little. */
export const FRAME_SMALL = 2048;
export const FRAME_LARGE = 16_384;

/** DATA: type u8, connection u32, and the opaque body in the rest. */
export const DATA_HEADER = 5;
export const BODY_SMALL = FRAME_SMALL - DATA_HEADER;
export const BODY_LARGE = FRAME_LARGE - DATA_HEADER;

export const NONCE_LENGTH = 32;
export const KEY_LENGTH = 32;
export const SIGNATURE_LENGTH = 64;
export const ROOM_ID_LENGTH = 16;
