-- Names of procedures and fields, by their codes: of portals where two dossiers agree and nothing personal can be in them
-- (rows/catalogue_name.h), or imported (imported 1), which portals do not write over.
CREATE TABLE motcua.catalogue (
    kind       text COLLATE "C" NOT NULL CHECK (kind IN ('procedure', 'sector')),
    code       text COLLATE "C" NOT NULL,
    name       text COLLATE "C" NOT NULL,
    sector     text COLLATE "C",
    level      bigint,
    valid_from bigint,
    valid_to   bigint,
    imported   bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, code)
);

COMMENT ON TABLE motcua.catalogue IS 'Tên thủ tục hành chính và lĩnh vực theo mã; không có dữ liệu cá nhân (no personal data)';
COMMENT ON COLUMN motcua.catalogue.imported IS '1: nhập bằng ''motcua procedures import'', cổng không ghi đè';
