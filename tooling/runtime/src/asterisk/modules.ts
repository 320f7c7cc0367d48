/**
 * Modules by purpose. An explicit list, because `autoload` loads a hundred more that decline for want
 * of a configuration file and bury what matters in the log.
 */
const CORE = [
  "res_timing_timerfd.so",
  "res_sorcery_config.so",
  "res_sorcery_memory.so",
  "res_sorcery_astdb.so",
  "res_sorcery_memory_cache.so",
  "res_crypto.so",
  "pbx_config.so",
  "func_callerid.so",
  "func_cdr.so",
  "func_channel.so",
  "func_global.so",
  "func_hangupcause.so",
  "func_logic.so",
  "func_math.so",
  "func_rand.so",
  "func_strings.so",
  "func_timeout.so",
  "func_volume.so",
];

const MEDIA = [
  "codec_ulaw.so",
  "codec_alaw.so",
  "codec_a_mu.so",
  "codec_gsm.so",
  "codec_g722.so",
  "codec_resample.so",
  "codec_opus_open_source.so",
  "res_format_attr_opus.so",
  "format_wav.so",
  "format_wav_gsm.so",
  "format_pcm.so",
  "format_sln.so",
  "format_gsm.so",
  "format_ogg_opus_open_source.so",
  "bridge_simple.so",
  "bridge_softmix.so",
  "bridge_holding.so",
  "bridge_native_rtp.so",
  "bridge_builtin_features.so",
  "bridge_builtin_interval_features.so",
  "res_musiconhold.so",
  "app_playback.so",
  "app_playtones.so",
  "app_verbose.so",
  "app_senddtmf.so",
  "app_stack.so",
];

const SIP = [
  "res_rtp_asterisk.so",
  "res_srtp.so",
  "res_pjproject.so",
  "res_pjsip.so",
  "res_pjsip_session.so",
  "res_pjsip_sdp_rtp.so",
  "res_pjsip_nat.so",
  "res_pjsip_dtmf_info.so",
  "res_pjsip_rfc3326.so",
  "res_pjsip_caller_id.so",
  "res_pjsip_dlg_options.so",
  "res_pjsip_header_funcs.so",
  "res_pjsip_logger.so",
  "res_pjsip_endpoint_identifier_user.so",
  "res_pjsip_endpoint_identifier_ip.so",
  "res_pjsip_authenticator_digest.so",
  "res_pjsip_outbound_authenticator_digest.so",
  "res_pjsip_outbound_registration.so",
  "res_pjsip_pubsub.so",
  "chan_pjsip.so",
];

const HTTP_ARI = [
  "res_http_websocket.so",
  "res_websocket_client.so",
  "res_stasis.so",
  "res_stasis_answer.so",
  "res_stasis_device_state.so",
  "res_stasis_playback.so",
  "res_stasis_recording.so",
  "res_stasis_snoop.so",
  "res_ari.so",
  "res_ari_model.so",
  "res_ari_applications.so",
  "res_ari_asterisk.so",
  "res_ari_bridges.so",
  "res_ari_channels.so",
  "res_ari_device_states.so",
  "res_ari_endpoints.so",
  "res_ari_events.so",
  "res_ari_playbacks.so",
  "res_ari_recordings.so",
  "res_ari_sounds.so",
  "app_stasis.so",
  "chan_bridge_media.so",
];

/** What a node of the pool needs. */
export const PBX_MODULES = [
  ...CORE,
  ...MEDIA,
  ...SIP,
  ...HTTP_ARI,
  "res_pjsip_registrar.so",
  "res_pjsip_transport_websocket.so",
  "res_pjsip_refer.so",
  "res_pjsip_path.so",
  "res_stun_monitor.so",
  "func_pjsip_aor.so",
  "func_pjsip_contact.so",
  "func_pjsip_endpoint.so",
  "func_talkdetect.so",
  "func_jitterbuffer.so",
  "func_cut.so",
  "func_groupcount.so",
  "func_uri.so",
  "func_periodic_hook.so",
  "app_amd.so",
  "app_chanspy.so",
  "app_dial.so",
  "app_echo.so",
  "app_mixmonitor.so",
  "app_read.so",
  "app_record.so",
  "app_talkdetect.so",
  "app_waitforsilence.so",
];

/** The log of channel events, written straight to Postgres. */
export const CEL_PGSQL_MODULES = ["cel_pgsql.so"];

/** Writes down what a far end hears, for tests that ask who hears whom. */
const EARS = [
  "func_cut.so",
  "func_groupcount.so",
  "func_uri.so",
  "app_chanspy.so",
  "func_periodic_hook.so",
  "app_mixmonitor.so",
];

/** What the simulated carrier needs on top of the common parts. */
export const CARRIER_MODULES = [
  ...CORE,
  ...MEDIA,
  ...SIP,
  ...HTTP_ARI,
  "res_cdrel_custom.so",
  "cel_custom.so",
  ...EARS,
];

/** What the simulated SIP phones need. */
export const PHONE_MODULES = [...CORE, ...MEDIA, ...SIP, ...HTTP_ARI, ...EARS];
