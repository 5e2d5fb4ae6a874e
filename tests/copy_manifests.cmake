# Copies the manifests (adapters/*.json) beside the built program.
file(GLOB MANIFESTS ${FROM}/*.json)
file(MAKE_DIRECTORY ${TO})
file(COPY ${MANIFESTS} DESTINATION ${TO})
