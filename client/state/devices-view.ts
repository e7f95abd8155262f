/** What a person chose to bring into the conversation before it starts; each can be switched later. */
export type MediaChoice = 'video' | 'voice' | 'chat';

export interface DeviceOption {
  readonly id: string;
  /** The browser's label, or '' when it does not tell. */
  readonly label: string;
}

/** The camera and microphone check. Nothing is live until `choice` is made. */
export interface DevicesView {
  readonly choice?: MediaChoice | undefined;
  readonly status: 'idle' | 'asking' | 'ready' | 'denied' | 'missing' | 'busy';
  /** Live preview of what would be sent (camera and microphone tracks); absent for chat only. */
  readonly preview?: MediaStream | undefined;
  readonly cameras: readonly DeviceOption[];
  readonly microphones: readonly DeviceOption[];
  readonly cameraId?: string | undefined;
  readonly microphoneId?: string | undefined;
  /**
   * Whether everything behind the person is to be blurred. While it is starting or has failed no
   * picture is shown or sent.
   */
  readonly blur: 'off' | 'starting' | 'on' | 'failed';
}
