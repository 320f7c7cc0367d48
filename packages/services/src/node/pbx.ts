/** The PBX as our processes know it: its port, never an adapter. */
export {
  type ChannelState,
  DETECTION_LIMIT_MS,
  type OriginateOrder,
  type PbxControl,
  PbxError,
  type PbxEvent,
  type PbxReach,
  type PbxSnapshot,
  SILENCE_AFTER_GREETING_MS,
  SILENCE_LIMIT_MS,
  type SipAccount,
  type SnoopOrder,
} from "@callbay/pbx/port";
