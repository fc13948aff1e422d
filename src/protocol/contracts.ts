import type { InspectorMethods, InspectorNotices } from './inspectorProtocol';
import type { HostNotices, PanelMethods } from './panelProtocol';
import type { ServerMethods, ServerNotices } from './serverProtocol';

type Nothing = Record<never, never>;

/** Each side of each port: what it answers, hears, asks and tells. */
export interface InspectorSide {
  answers: InspectorMethods;
  hears: Nothing;
  asks: Nothing;
  tells: InspectorNotices;
}

export interface InspectorClientSide {
  answers: Nothing;
  hears: InspectorNotices;
  asks: InspectorMethods;
  tells: Nothing;
}

export interface HostSide {
  answers: PanelMethods;
  hears: Nothing;
  asks: Nothing;
  tells: HostNotices;
}

export interface PanelSide {
  answers: Nothing;
  hears: HostNotices;
  asks: PanelMethods;
  tells: Nothing;
}

export interface ServerSide {
  answers: ServerMethods;
  hears: Nothing;
  asks: Nothing;
  tells: ServerNotices;
}

export interface ServerClientSide {
  answers: Nothing;
  hears: ServerNotices;
  asks: ServerMethods;
  tells: Nothing;
}
