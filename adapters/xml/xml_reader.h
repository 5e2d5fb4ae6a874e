/* Replies in XML: provinces' older systems answer SOAP or something like it. Paths of a manifest go from the root
 * element down, by names without their prefixes: "Envelope.Body.LayHoSoResponse.DanhSach.HoSo"; an attribute is a
 * member "@name". An element that is repeated is a list, without a mark in the path.
 *
 * No document type, no entities but the five of XML itself, nothing from elsewhere, at most LIMIT_DEPTH elements inside
 * each other: a reply that has more is refused. */
#ifndef MOTCUA_ADAPTERS_XML_XML_READER_H
#define MOTCUA_ADAPTERS_XML_XML_READER_H

#include "adapters/manifest/reader.h"

extern const struct reader_format reader_xml;

#endif
